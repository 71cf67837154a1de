from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from tests.models.published import png
from tintype.images.container import MEDIA_TYPE
from tintype.serving import Service
from tintype.serving.pipeline import predict
from tintype.settings import Settings
from tintype.tasks import Parameters
from workbench.local.examples import folders, publish_examples


@pytest.fixture
def published(bucket):
    """The examples, published to a registry."""
    return publish_examples(bucket)


def test_each_once(published, bucket):
    """Each example is published under its folder's name; a second time publishes nothing."""
    assert [manifest.name for manifest in published] == [folder.name for folder in folders()]
    assert publish_examples(bucket) == []


def test_served(published, bucket):
    """Each example passes its golden sample, and makes a picture of a picture; the codec of what it made first."""
    service = Service(Settings(model_bucket=bucket.name), bucket)
    for manifest in published:
        model = service.model(manifest.name).model
        image = png(40, 30, (200, 60, 10))
        if manifest.task == "compression":
            image = predict(model, image, Parameters(media_type=MEDIA_TYPE), 10_000).body
        made = predict(model, image, Parameters(media_type="image/png"), 10_000)
        scale = manifest.options.get("scale", 1)
        assert Image.open(BytesIO(made.body)).size == (40 * scale, 30 * scale)


def test_cards():
    """Each example has a card with its data's origin and its licence."""
    for folder in folders():
        text = (folder / "card.md").read_text(encoding="utf-8")
        assert "licence" in text.lower()
        assert "data" in text.lower()
