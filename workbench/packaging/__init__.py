"""What `make build` and `make check` do beside `sam build`: find a Python 3.13, measure, translate."""
