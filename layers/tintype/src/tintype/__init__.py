"""From an event to an image model's answer: what the Lambda functions import."""
