"""Signatures of published versions: made in OpenSSF Model Signing's format, verified without any library.

The signature covers the manifest's bytes, and the manifest names each file's SHA-256; docs/signing.md says what it is
good for. Only a deployment that trusts keys imports this package.
"""
