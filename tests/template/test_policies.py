from collections.abc import Iterator

import pytest

READ = {"s3:GetObject", "s3:ListBucket"}


def statements(role: dict) -> Iterator[dict]:
    for policy in role["Properties"]["Policies"]:
        for statement in (policy.get("Fn::If", [None, policy])[1])["PolicyDocument"]["Statement"]:
            actions = statement["Action"]
            yield statement | {"Action": {actions} if isinstance(actions, str) else set(actions)}


def allowed(role: dict, bucket: str) -> set[str]:
    return set().union(*(s["Action"] for s in statements(role) if f"{bucket}" in str(s["Resource"])))


def test_no_statement_reaches_beyond_its_resource(resources):
    """Apart from X-Ray, which knows no other resource, no role may touch `*`, and no action is a wildcard."""
    for role in (
        "PredictHttpRole",
        "PredictUploadRole",
        "PredictBatchRole",
        "PredictShadowRole",
        "BatchStateMachineRole",
        "JudgeCanaryRole",
    ):
        for statement in statements(resources[role]):
            assert not any("*" in action for action in statement["Action"])
            assert statement["Resource"] != "*" or all(action.startswith("xray:") for action in statement["Action"])


def test_callers_reach_their_folders_alone(resources):
    """The function behind the API reads the registry, callers' uploads, results, and writes too large answers."""
    role = resources["PredictHttpRole"]
    assert allowed(role, "ModelBucket") == READ | {"s3:PutObject"}
    assert allowed(role, "UploadBucket.Arn}/callers/*") == {"s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"}
    assert allowed(role, "UploadBucket") - allowed(role, "UploadBucket.Arn}/callers/*") == {"s3:ListBucket"}
    assert allowed(role, "ResultBucket.Arn}/responses/*") == {"s3:GetObject", "s3:PutObject"}
    assert allowed(role, "ResultBucket.Arn}/results/*") == {"s3:GetObject", "s3:PutObject"}
    assert allowed(role, "ResultBucket.Arn}/running/*") == {"s3:GetObject"}
    (writing,) = [s for s in statements(role) if s["Action"] == {"s3:PutObject"} and "/results/*" in str(s["Resource"])]
    assert writing["Condition"] == {"Null": {"s3:if-none-match": "false"}}
    assert allowed(role, "ResultBucket") == READ | {"s3:PutObject"}


def test_uploads_are_read_and_results_written(resources):
    """The upload function reads models and uploads with their versions, and writes results only."""
    role = resources["PredictUploadRole"]
    assert allowed(role, "ModelBucket") == READ | {"s3:PutObject"}
    assert allowed(role, "UploadBucket") == READ | {"s3:GetObjectVersion"}
    assert allowed(role, "ResultBucket") == READ | {"s3:PutObject"}


@pytest.mark.parametrize("role", ["PredictHttpRole", "PredictUploadRole", "PredictBatchRole"])
def test_calls_are_counted_beside_the_registry(resources, role):
    """What answers may write counters and captured calls into the registry's bucket, no version, release or file."""
    writing = [s for s in statements(resources[role]) if "s3:PutObject" in s["Action"]]
    places = [str(s["Resource"]) for s in writing if "ModelBucket" in str(s["Resource"])]
    assert places == [str([{"Fn::Sub": f"${{ModelBucket.Arn}}/{kind}/*"} for kind in ("counters", "captures")])]


def test_the_judge_writes_releases_alone(resources):
    """The canaries' judge may read the registry and the counters, and write nothing but releases."""
    role = resources["JudgeCanaryRole"]
    assert allowed(role, "Bucket") == READ | {"s3:PutObject"}
    (writing,) = [s["Resource"] for s in statements(role) if "s3:PutObject" in s["Action"]]
    places = [place["Fn::Sub"].partition("}")[2] for place in writing]
    assert places == ["/models/*/releases/*", "/models/*/release.json"]


@pytest.mark.parametrize("function", ["PredictHttp", "PredictUpload", "PredictBatch", "PredictShadow", "JudgeCanary"])
def test_no_managed_policy_widens_a_role(translated, function):
    """The translation adds no managed policy, whose resources would be `*`."""
    assert "ManagedPolicyArns" not in translated["Resources"][f"{function}Role"]["Properties"]
    assert f"{function}FunctionRole" not in translated["Resources"]
