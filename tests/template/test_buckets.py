import pytest

BUCKETS = {"ModelBucket": "models", "UploadBucket": "uploads", "ResultBucket": "results"}

pytestmark = pytest.mark.parametrize("name", BUCKETS)


def test_no_bucket_is_missing_here(resources, name):
    """Every bucket of the template is among those that these tests look at."""
    assert {key for key, resource in resources.items() if resource["Type"] == "AWS::S3::Bucket"} == set(BUCKETS)
    assert name in resources


def test_its_name_is_put_together(resources, name):
    """The name follows from stack, account and region, so that nothing has to refer to the bucket."""
    expected = f"${{AWS::StackName}}-{BUCKETS[name]}-${{AWS::AccountId}}-${{AWS::Region}}"
    assert resources[name]["Properties"]["BucketName"] == {"Fn::Sub": expected}


def test_it_is_encrypted(resources, name):
    """Objects are encrypted at rest."""
    (rule,) = resources[name]["Properties"]["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"


def test_it_is_closed_to_the_public(resources, name):
    """All four blocks are on, and no access list can own an object."""
    properties = resources[name]["Properties"]
    assert list(properties["PublicAccessBlockConfiguration"].values()) == [True] * 4
    assert properties["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}


def test_it_refuses_plain_http(resources, name):
    """Its policy denies everything that does not come over TLS."""
    policy = resources[f"{name}Policy"]["Properties"]
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert policy["Bucket"] == {"Ref": name}
    assert (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", "s3:*")
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert statement["Resource"] == [{"Fn::GetAtt": [name, "Arn"]}, {"Fn::Sub": f"${{{name}.Arn}}/*"}]


def test_it_outlives_the_stack(resources, name):
    """Deleting or replacing the stack keeps users' data, its TLS rule with it; a failed first deploy keeps nothing."""
    for resource in (resources[name], resources[f"{name}Policy"]):
        assert resource["DeletionPolicy"] == "RetainExceptOnCreate"
        assert resource["UpdateReplacePolicy"] == "Retain"


def test_its_leftovers_are_cleared(resources, name):
    """Versions are kept, and what was overwritten or never finished goes after a while."""
    properties = resources[name]["Properties"]
    rules = {rule["Id"]: rule for rule in properties["LifecycleConfiguration"]["Rules"]}
    assert properties["VersioningConfiguration"] == {"Status": "Enabled"}
    assert rules["UnfinishedUploads"]["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 7}
    assert rules["OldVersions"]["NoncurrentVersionExpiration"] == {"NoncurrentDays": {"Ref": "OldVersionDays"}}


def test_only_images_and_results_can_expire(resources, name):
    """Uploads and results expire when a parameter says so; models never do."""
    rules = {rule["Id"]: rule for rule in resources[name]["Properties"]["LifecycleConfiguration"]["Rules"]}
    expiry = {"UploadBucket": "UploadsExpire", "ResultBucket": "ResultsExpire"}.get(name)
    assert ("Expiry" in rules) == bool(expiry)
    if expiry:
        assert rules["Expiry"]["Status"] == {"Fn::If": [expiry, "Enabled", "Disabled"]}
