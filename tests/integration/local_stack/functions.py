"""Functions that do what they are asked to."""

import base64
import json
import os
import time

import boto3


def puppet(event, context):
    """Do what the path's last part says, with the number behind the `=` where there is one."""
    what, _, number = event["path"].rsplit("/", 1)[1].partition("=")
    match what:
        case "sleep":
            time.sleep(float(number))
        case "crash":
            os._exit(3)
        case "raise":
            message = "as asked"
            raise ValueError(message)
        case "big":
            return {"statusCode": 200, "body": "x" * int(number)}
        case "malformed":
            return {"status": 200}
        case "mirror":
            return {"statusCode": 200, "body": event["body"], "isBase64Encoded": event["isBase64Encoded"]}
    about = {"pid": os.getpid(), "memory": context.memory_limit_in_mb, "word": os.environ["WORD"], "event": event}
    return {"statusCode": 200, "body": json.dumps(about)}


def worker(event, _context):
    """Write each upload's event into the result bucket; keys with `poison` fail, those with `slow` take a while."""
    failed = []
    for record in event["Records"]:
        announced = json.loads(record["body"])
        key = announced["detail"]["object"]["key"]
        if "poison" in key:
            failed.append({"itemIdentifier": record["messageId"]})
            continue
        if "slow" in key:
            time.sleep(1.5)
        name = base64.urlsafe_b64encode(key.encode()).decode()
        body = json.dumps({"record": record, "event": announced})
        boto3.client("s3").put_object(Bucket=os.environ["RESULTS"], Key=name, Body=body)
    return {"batchItemFailures": failed}
