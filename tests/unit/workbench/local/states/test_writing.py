import json

from workbench.local.states.writing import write_results

WRITER = {"Parameters": {"Bucket.$": "$.bucket", "Prefix": "out/runs"}}


def test_results(bucket, s3_client):
    """Children lie in a file for each way they ended, which a manifest names."""
    children = [{"Status": "SUCCEEDED", "Output": "1"}, {"Status": "SUCCEEDED", "Output": "2"}]
    details = write_results(WRITER, {"bucket": bucket.name}, children, "run", s3_client)["ResultWriterDetails"]
    assert details == {"Bucket": bucket.name, "Key": "out/runs/run/manifest.json"}
    files = json.loads(bucket.get(details["Key"]).body)["ResultFiles"]
    assert files["FAILED"] == files["PENDING"] == []
    assert json.loads(bucket.get(files["SUCCEEDED"][0]["Key"]).body) == children
