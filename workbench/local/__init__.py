"""The embedded local stack: the deployed system on one machine, without AWS account or containers."""
