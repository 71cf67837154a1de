import re

import pytest

from tintype.uploads import crew, running


@pytest.fixture
def queue(resources) -> dict:
    return resources["UploadQueue"]["Properties"]


def test_a_message_stays_hidden_for_six_timeouts(resources, queue):
    """A batch that is being worked on is not handed out a second time."""
    timeout = resources["PredictUploadFunction"]["Properties"]["Timeout"]
    assert queue["VisibilityTimeout"] == 6 * timeout


def test_every_new_upload_becomes_a_message(resources):
    """The bucket tells EventBridge, whose rule sends exactly its new objects to the queue."""
    notification = resources["UploadBucket"]["Properties"]["NotificationConfiguration"]
    rule = resources["UploadRule"]["Properties"]
    assert notification == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}
    assert rule["EventPattern"] == {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {"bucket": {"name": [resources["UploadBucket"]["Properties"]["BucketName"]]}},
    }
    assert [target["Arn"] for target in rule["Targets"]] == [{"Fn::GetAtt": ["UploadQueue", "Arn"]}]


def test_no_result_is_ever_an_upload(resources, template):
    """Each bucket has a name of its own, and one rule alone feeds the queue, of which results' events are none."""
    buckets = {name: found["Properties"] for name, found in resources.items() if found["Type"] == "AWS::S3::Bucket"}
    assert len({str(bucket["BucketName"]) for bucket in buckets.values()}) == len(buckets) >= 3
    announcing = {name for name, bucket in buckets.items() if "NotificationConfiguration" in bucket}
    assert announcing == {"UploadBucket", "ResultBucket"}
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    for role in ("Model", "Upload", "Result"):
        assert variables[f"TINTYPE_{role.upper()}_BUCKET"] == buckets[f"{role}Bucket"]["BucketName"]
    rules = [name for name, found in resources.items() if found["Type"] == "AWS::Events::Rule"]
    feeding = [name for name in rules if "'UploadQueue'" in str(resources[name]["Properties"]["Targets"])]
    assert feeding == ["UploadRule"]


def test_only_the_rule_may_send(resources):
    """The queue's policy lets EventBridge in for this rule alone, and refuses what comes without TLS."""
    allowed, denied = resources["UploadQueuePolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert allowed["Principal"] == {"Service": "events.amazonaws.com"}
    assert allowed["Condition"] == {"ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": ["UploadRule", "Arn"]}}}
    assert (denied["Effect"], denied["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def test_what_fails_again_and_again_is_kept_aside(resources, queue):
    """After five tries a message goes to the dead-letter queue, which keeps it longer than the queue itself."""
    dead_letters = resources["UploadDeadLetterQueue"]["Properties"]
    assert queue["RedrivePolicy"] == {
        "deadLetterTargetArn": {"Fn::GetAtt": ["UploadDeadLetterQueue", "Arn"]},
        "maxReceiveCount": 5,
    }
    assert dead_letters["MessageRetentionPeriod"] > queue["MessageRetentionPeriod"]


def test_the_function_knows_its_last_try(resources, queue):
    """The function buries a message itself, with the reason, at the try after which the queue would."""
    variables = resources["PredictUploadFunction"]["Properties"]["Environment"]["Variables"]
    assert variables["TINTYPE_DEAD_LETTER_QUEUE"] == {"Ref": "UploadDeadLetterQueue"}
    assert int(variables["TINTYPE_UPLOAD_TRIES"]) == queue["RedrivePolicy"]["maxReceiveCount"]


def test_messages_are_encrypted(resources, queue):
    """Both queues encrypt at rest."""
    assert queue["SqsManagedSseEnabled"] is True
    assert resources["UploadDeadLetterQueue"]["Properties"]["SqsManagedSseEnabled"] is True


def test_uploads_never_starve_callers(resources):
    """The queue starts no more containers than the parameter says, and one bad message fails alone."""
    source = resources["PredictUploadFunction"]["Properties"]["Events"]["Uploads"]["Properties"]
    assert source["ScalingConfig"] == {"MaximumConcurrency": {"Ref": "UploadConcurrency"}}
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_a_mark_counts_as_long_as_a_worker_may_work(resources):
    """A job counts as running for as long as the function may take, and its mark is deleted after a day."""
    assert resources["PredictUploadFunction"]["Properties"]["Timeout"] == running.SECONDS
    rules = {rule["Id"]: rule for rule in resources["ResultBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]}
    assert (rules["Running"]["Prefix"], rules["Running"]["ExpirationInDays"]) == ("running/", 1)


def test_a_batch_of_messages_keeps_every_worker_busy(resources):
    """There are as many workers as a batch has messages."""
    (event,) = resources["PredictUploadFunction"]["Properties"]["Events"].values()
    assert event["Properties"]["BatchSize"] == crew.MOST_WORKERS


@pytest.mark.parametrize(
    ("address", "fits"),
    [("", True), ("https://a.example/hook", True), ("http://127.0.0.1:9000/hook", True), ("http://a.example/", False)],
)
def test_webhooks_without_tls_stay_here(template, address, fits):
    """Plain HTTP to a webhook's receiver is for this machine alone, as in the function itself."""
    pattern = template["Parameters"]["WebhookUrl"]["AllowedPattern"]
    assert bool(re.fullmatch(pattern, address)) is fits
