"""Local S3, SQS and EventBridge: moto in a process of its own, made safe for threads and restarts."""
