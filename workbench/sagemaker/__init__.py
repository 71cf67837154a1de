"""Training jobs on Amazon SageMaker: what is sent, how a job is made, and how it is followed."""
