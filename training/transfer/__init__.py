"""Transfer learning: what EfficientNet-Lite0 has learnt of ImageNet's photographs, put to use for other labels."""
