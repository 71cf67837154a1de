from __future__ import annotations

import io
import json
import subprocess
import sys

from tintype.observability import count, flush, logger, milliseconds, report


def test_metrics_in_one_document(emitted):
    """Counters and durations of a call are one document, with their units."""
    count("Things")
    count("Things", 2)
    milliseconds("Pause", 0.0123456)
    flush()
    (document,) = emitted()
    (directive,) = document["_aws"]["CloudWatchMetrics"]
    units = {metric["Name"]: metric["Unit"] for metric in directive["Metrics"]}
    assert units == {"Things": "Count", "Pause": "Milliseconds"}
    assert (document["Things"], document["Pause"]) == ([1.0, 2.0], [12.346])


def test_nothing_to_flush(printed):
    """Metrics are printed once; without any, nothing is."""
    flush()
    assert printed() == []
    count("Things")
    flush()
    flush()
    assert len(printed()) == 1


def test_report(printed):
    """A call's metrics and its log line are one document; fields that are None are left out."""
    milliseconds("Duration", 0.001)
    report("GET /health", status=200, error=None)
    (document,) = printed()
    assert (document["message"], document["level"], document["status"]) == ("GET /health", "INFO", 200)
    assert document["Duration"] == [1.0]
    assert "error" not in document


def test_lone_surrogates(monkeypatch):
    """A path that no UTF-8 has is logged with escapes, and stops no call."""
    stream = io.TextIOWrapper(written := io.BytesIO(), "utf-8")
    monkeypatch.setattr("sys.stdout", stream)
    milliseconds("Duration", 0.001)
    report("GET /\ud800")
    stream.flush()
    assert json.loads(written.getvalue())["message"] == "GET /\ud800"


def test_report_is_forgotten(printed):
    """The next call's document has nothing of the last one's."""
    milliseconds("Duration", 0.001)
    report("one", model="digits")
    count("Things")
    report("two")
    assert printed()[1].keys() == {"_aws", "service", "Things", "message", "level"}


def test_trace(printed, monkeypatch):
    """X-Ray's id is in the document, so that a trace finds its line."""
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1")
    milliseconds("Duration", 0.001)
    report("one")
    assert printed()[0]["xray_trace_id"] == "1-5759e988-bd862e3fe1be46a994272793"


def test_log_line(logged):
    """A line is one JSON object with the service's name and the fields that were given."""
    logger.info("hello", model="digits")
    (line,) = logged()
    assert (line["message"], line["level"], line["service"], line["model"]) == ("hello", "INFO", "tintype", "digits")
    assert line["timestamp"].endswith("+0000")


def test_without_variables():
    """Without Powertools' variables the namespace and the service have their documented names."""
    script = "from tintype.observability import count, flush; count('Things'); flush()"
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, env={})
    document = json.loads(run.stdout)
    assert document["service"] == "tintype"
    assert document["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "Tintype"


def test_with_variables():
    """Powertools' variables name the namespace, the service and the level."""
    variables = {
        "POWERTOOLS_SERVICE_NAME": "darkroom",
        "POWERTOOLS_METRICS_NAMESPACE": "Pictures",
        "POWERTOOLS_LOG_LEVEL": "ERROR",
    }
    script = (
        "from tintype.observability import count, logger, report; count('A'); report('quiet'); logger.info('quiet')"
    )
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, env=variables)
    document = json.loads(run.stdout)
    assert document["service"] == "darkroom"
    assert document["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "Pictures"
    assert "message" not in document
