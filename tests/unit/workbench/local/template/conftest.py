"""A small template, written into a folder and read from there."""

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.local.template import read_template
from workbench.local.template.description import Description

TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Parameters:
  Memory: {Type: Number, Default: 512}
  Stage: {Type: String, Default: live}
  Keep: {Type: String, Default: "no"}
Conditions:
  Keeps: !Equals [!Ref Keep, "yes"]
Globals:
  Function:
    Timeout: 7
    MemorySize: !Ref Memory
    Environment: {Variables: {COMMON: shared}}
    Layers: [!Ref Code]
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: !Ref Stage
      BinaryMediaTypes: ["image~1png"]
      Auth:
        ApiKeyRequired: true
        UsagePlan: {CreateUsagePlan: PER_API, Throttle: {RateLimit: 5, BurstLimit: 9}, Quota: {Limit: 100, Period: DAY}}
      GatewayResponses:
        THROTTLED:
          StatusCode: 429
          ResponseParameters: {Headers: {Retry-After: "'1'"}}
          ResponseTemplates: {application/json: '{"error": $context.error.messageString}'}
  Code: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layers/code}}
  Extra: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layers/extra}}
  Answer:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      CodeUri: functions/answer
      Layers: [!Ref Extra]
      Environment: {Variables: {OWN: !Sub "${AWS::StackName}-x-${AWS::Region}", BUCKET: !Ref Bucket, FLAG: true}}
      Events:
        All: {Type: Api, Properties: {RestApiId: !Ref Api, Path: "/v1/{proxy+}", Method: any}}
        Open: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /health, Method: get, Auth: {ApiKeyRequired: false}}}
        Queue:
          Type: SQS
          Properties:
            Queue: !GetAtt Queue.Arn
            BatchSize: 3
            FunctionResponseTypes: [ReportBatchItemFailures]
            ScalingConfig: {MaximumConcurrency: 2}
        Often: {Type: Schedule, Properties: {Schedule: rate(5 minutes)}}
        Never: {Type: Schedule, Properties: {Schedule: rate(1 day), Enabled: false}}
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub "${AWS::StackName}-pictures-${AWS::AccountId}"
      VersioningConfiguration: {Status: Enabled}
      NotificationConfiguration: {EventBridgeConfiguration: {EventBridgeEnabled: true}}
  Archive: {Type: AWS::S3::Bucket, Condition: Keeps}
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 42
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 4}
  Dead: {Type: AWS::SQS::Queue, Properties: {QueueName: the-dead}}
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {source: [aws.s3], detail: {bucket: {name: [!Ref Bucket]}}}
      Targets: [{Id: queue, Arn: !GetAtt Queue.Arn}]
"""

Read = Callable[..., Description]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write the template, changed where told to, and describe it."""

    def write_and_read(old: str = "", new: str = "", samconfig: str = "", **overrides: str) -> Description:
        assert old in TEMPLATE
        (tmp_path / "template.yaml").write_text(TEMPLATE.replace(old, new) if old else TEMPLATE)
        (tmp_path / "samconfig.toml").write_text(textwrap.dedent(samconfig))
        return read_template(tmp_path / "template.yaml", overrides)

    return write_and_read
