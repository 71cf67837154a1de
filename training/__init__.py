"""The SageMaker-style training job: data, network, training, evaluation, export, publishing."""
