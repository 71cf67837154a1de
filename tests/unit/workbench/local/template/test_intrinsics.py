"""CloudFormation's intrinsic functions."""

import pytest

from workbench.local.template.intrinsics import Resolver
from workbench.local.template.names import Names

DOCUMENT = {
    "Conditions": {
        "Yes": {"Fn::Equals": ["1", 1]},
        "No": {"Fn::Not": [{"Condition": "Yes"}]},
        "Both": {"Fn::And": [{"Condition": "Yes"}, {"Condition": "No"}]},
        "Either": {"Fn::Or": [{"Condition": "Yes"}, {"Condition": "No"}]},
    },
    "Mappings": {"Sizes": {"big": {"memory": 3008}}},
    "Resources": {
        "Bucket": {"Type": "AWS::S3::Bucket"},
        "Queue": {"Type": "AWS::SQS::Queue"},
        "Worker": {"Type": "AWS::Serverless::Function", "Properties": {"FunctionName": "named"}},
    },
}


@pytest.fixture
def resolve():
    return Resolver(DOCUMENT, {"Size": "big", "Parts": ["a", "b"]}, Names("stack")).value


@pytest.mark.parametrize(
    ("node", "value"),
    [
        ({"Ref": "Size"}, "big"),
        ({"Ref": "AWS::Region"}, "us-east-1"),
        ({"Ref": "Bucket"}, "stack-bucket"),
        ({"Ref": "Queue"}, "https://sqs.us-east-1.amazonaws.com/123456789012/stack-Queue"),
        ({"Fn::GetAtt": ["Queue", "Arn"]}, "arn:aws:sqs:us-east-1:123456789012:stack-Queue"),
        ({"Fn::GetAtt": "Worker.Arn"}, "arn:aws:lambda:us-east-1:123456789012:function:named"),
        ({"Fn::GetAtt": ["Bucket", "Arn"]}, "arn:aws:s3:::stack-bucket"),
        ({"Fn::Sub": "${Size}/${AWS::AccountId}/${Queue.Arn}/${!Literal}"},
         "big/123456789012/arn:aws:sqs:us-east-1:123456789012:stack-Queue/${Literal}"),
        ({"Fn::Sub": ["${x}-${Size}", {"x": {"Ref": "Bucket"}}]}, "stack-bucket-big"),
        ({"Fn::FindInMap": ["Sizes", {"Ref": "Size"}, "memory"]}, 3008),
        ({"Fn::Join": ["-", [{"Ref": "Size"}, "x"]]}, "big-x"),
        ({"Fn::Select": ["1", {"Ref": "Parts"}]}, "b"),
        ({"Fn::Split": [",", "a,b"]}, ["a", "b"]),
        ({"Fn::ToJsonString": {"a": {"Ref": "Size"}}}, '{"a": "big"}'),
        ({"Fn::If": ["Yes", "then", "else"]}, "then"),
        ({"Fn::If": ["Both", "then", "else"]}, "else"),
        ({"Fn::If": ["Either", "then", "else"]}, "then"),
        ({"a": {"Fn::If": ["No", 1, {"Ref": "AWS::NoValue"}]}, "b": [{"Ref": "AWS::NoValue"}, 2]}, {"b": [2]}),
    ],
)  # fmt: skip
def test_value(resolve, node, value):
    """Each function gives what a deployment would."""
    assert resolve(node) == value


def test_unknown_function(resolve):
    """A function that the reader does not know is named, not skipped."""
    with pytest.raises(ValueError, match="knows no Fn::Cidr"):
        resolve({"Fn::Cidr": ["10.0.0.0/16", 1, 8]})


def test_unknown_condition(resolve):
    """A condition that is not there is named."""
    with pytest.raises(ValueError, match="no condition Perhaps"):
        resolve({"Fn::If": ["Perhaps", 1, 2]})
