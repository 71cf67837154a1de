import datetime as dt
import ipaddress
import socket
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

import tintype.s3.tls
from tests.support.scripted import answer, scripted
from tintype.errors import StorageUnavailableError
from tintype.s3.connection import Connection


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    """A self-signed certificate for 127.0.0.1 with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a test")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
    return path


@pytest.fixture
def server(certificate):
    """A server that answers one connection with that certificate."""

    def speak(accepted: socket.socket) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        with context.wrap_socket(accepted.dup(), server_side=True) as secured:
            body = b""
            while not body.endswith(b"end"):
                body += secured.recv(65_536)
            secured.sendall(answer(200, b"secret", Received=len(body)))

    with scripted([speak]) as server:
        yield server


def _put(address: str) -> bytes:
    with Connection(address, tls=True, timeout=2) as connection:
        return bytes(connection.request("PUT", "/", {"Host": address}, bytes(400_000) + b"end").body)


def test_bundle(server, certificate, monkeypatch):
    """A certificate that AWS_CA_BUNDLE vouches for is trusted, and bodies go both ways."""
    monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate))
    assert _put(server.address) == b"secret"


def test_untrusted(server, monkeypatch):
    """A certificate that nobody vouches for is refused."""
    monkeypatch.delenv("AWS_CA_BUNDLE", raising=False)
    with pytest.raises(StorageUnavailableError, match="CERTIFICATE_VERIFY_FAILED"):
        _put(server.address)


def test_other_name(server, certificate, monkeypatch):
    """A trusted certificate for another name is refused."""
    monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate))
    with pytest.raises(StorageUnavailableError, match="CERTIFICATE_VERIFY_FAILED"):
        _put(server.address.replace("127.0.0.1", "localhost"))


def test_missing_bundle(server, monkeypatch, tmp_path):
    """A bundle that is not there is an error, and leaves no socket open."""
    monkeypatch.setenv("AWS_CA_BUNDLE", str(tmp_path / "gone.pem"))
    with pytest.raises(StorageUnavailableError, match="No such file"):
        _put(server.address)


def test_no_tls(monkeypatch):
    """A server that does not speak TLS is an error."""
    monkeypatch.delenv("AWS_CA_BUNDLE", raising=False)
    with scripted([lambda accepted: accepted.sendall(answer(400))]) as server, pytest.raises(StorageUnavailableError):
        _put(server.address)


def test_amazons_roots():
    """The roots that are shipped are Amazon's and Starfield's, and none expires within a year."""
    context = ssl.create_default_context(cafile=tintype.s3.tls._ROOTS)  # noqa: SLF001 -- the file that is shipped
    roots = context.get_ca_certs()
    names = {dict(pair[0] for pair in root["subject"])["organizationName"] for root in roots}
    assert names == {"Amazon", "Starfield Technologies, Inc."}
    soon = dt.datetime.now(dt.UTC).timestamp() + 365 * 86_400
    assert all(ssl.cert_time_to_seconds(root["notAfter"]) > soon for root in roots)


def test_amazon_is_verified_by_amazons_roots(server, monkeypatch):
    """A host of Amazon's is trusted by those roots alone: a certificate of anybody else is refused."""
    monkeypatch.delenv("AWS_CA_BUNDLE", raising=False)
    host, _, port = server.address.partition(":")
    with (
        socket.create_connection((host, int(port))) as plain,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        tintype.s3.tls.wrap(plain, "bucket.s3.eu-central-1.amazonaws.com")
