from workbench.packaging.translate import translate

TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/hello
      Handler: app.handler
      Runtime: python3.13
      AutoPublishAlias: live
"""


def test_serverless_types_become_cloudformation_types(tmp_path):
    """A function with an alias becomes function, version, alias and role, its code at an S3 address."""
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    resources = translate(tmp_path / "template.yaml")["Resources"]
    kinds = sorted(resource["Type"].removeprefix("AWS::") for resource in resources.values())
    assert kinds == ["IAM::Role", "Lambda::Alias", "Lambda::Function", "Lambda::Version"]
    assert resources["Hello"]["Properties"]["Code"] == {"S3Bucket": "bucket", "S3Key": "key"}
