from tests.template.test_policies import READ, allowed, statements
from tintype.shadows.handing import INPUTS


def test_nothing_is_made_unless_asked_for(template):
    """Shadow traffic is off by default, and then there is nothing that works for it or watches it."""
    assert template["Parameters"]["ShadowTraffic"]["Default"] == "Off"
    made = {name for name in template["Resources"] if "Shadow" in name}
    assert len(made) == 8
    assert {template["Resources"][name]["Condition"] for name in made} == {"ShadowTrafficIsOn"}


def test_calls_are_handed_to_the_queue(resources):
    """The function behind the API knows the queue where there is one, and may send to it and to nothing else."""
    variables = resources["PredictHttpFunction"]["Properties"]["Environment"]["Variables"]
    assert variables["TINTYPE_SHADOW_QUEUE"] == {"Fn::If": ["ShadowTrafficIsOn", {"Ref": "ShadowQueue"}, ""]}
    role = resources["PredictHttpRole"]
    assert allowed(role, "ShadowQueue") == {"sqs:SendMessage"}
    assert allowed(role, "/shadows/_inputs/*") == {"s3:PutObject"}
    assert not allowed(role, "ShadowDeadLetterQueue")


def test_large_inputs_expire(resources):
    """What is too large for a message is kept as long as the dead letters that name it."""
    rules = resources["ResultBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    (rule,) = [rule for rule in rules if rule.get("Prefix") == INPUTS]
    dead_letters = resources["ShadowDeadLetterQueue"]["Properties"]
    assert rule["ExpirationInDays"] * 86_400 == dead_letters["MessageRetentionPeriod"]


def test_a_message_stays_hidden_for_six_timeouts(resources):
    """A batch that is being worked on is not handed out a second time; what fails three times is kept aside."""
    queue = resources["ShadowQueue"]["Properties"]
    assert queue["VisibilityTimeout"] == 6 * resources["PredictShadowFunction"]["Properties"]["Timeout"]
    assert queue["RedrivePolicy"]["maxReceiveCount"] == 3


def test_the_function_writes_what_differs_alone(resources):
    """It reads models and large inputs, writes below shadows/, and takes messages from its queue."""
    role = resources["PredictShadowRole"]
    assert allowed(role, "ModelBucket") == READ
    assert allowed(role, "UploadBucket") == set()
    written = [s["Resource"]["Fn::Sub"] for s in statements(role) if "s3:PutObject" in s["Action"]]
    assert written == ["${ResultBucket.Arn}/shadows/*"]
    assert "sqs:SendMessage" not in allowed(role, "ShadowQueue")


def test_it_loads_nothing_in_advance(resources):
    """The messages say which versions it needs; what nobody gets is neither captured nor measured."""
    variables = resources["PredictShadowFunction"]["Properties"]["Environment"]["Variables"]
    assert variables == {"TINTYPE_PRELOAD": "", "TINTYPE_CAPTURE_RATE": "0", "TINTYPE_DRIFT_WINDOW": "0"}
