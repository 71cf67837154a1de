"""EfficientNet-Lite0, trained on ImageNet, from a package of PyTorch weights: the worked example of importing."""
