from workbench.importing.efficientnet.recipe import LABELS
from workbench.importing.labels import read_labels


def test_labels():
    """ImageNet's thousand classes have a thousand different labels, in its order."""
    labels = read_labels(LABELS)
    assert len(labels) == len(set(labels)) == 1000
    assert [labels[index] for index in (0, 281, 504, 967, 999)] == [
        "tench",
        "tabby",
        "coffee mug",
        "espresso",
        "toilet tissue",
    ]
