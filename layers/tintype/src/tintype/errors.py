"""Every error that Tintype raises on purpose.

TintypeError                            500
├── RequestError                        400   the caller can mend it
│   ├── EmptyBodyError                  400
│   ├── Base64Error                     400
│   ├── JsonError                       400
│   ├── InstancesError                  400   neither or both of `instances` and `inputs`, or a malformed one
│   ├── ImagesError                     400   `images` is no list of images
│   ├── MultipartError                  400   malformed, or cut
│   ├── TooManyImagesError              400
│   ├── OptionError                     400   an option, of a task or of :compress, that has no such value
│   ├── MaskTooDetailedError            413   a mask that would be too long as JSON
│   ├── ExplanationError                400   a label or a method that the model does not have
│   ├── TensorError                     400   wrong shape or values that are no numbers
│   ├── BodyTooLargeError               413
│   ├── AnswerTooLargeError             413   fewer images in one call
│   ├── ImageError                      400
│   │   ├── NotAnImageError             400
│   │   ├── TruncatedImageError         400
│   │   ├── UnsupportedImageError       415
│   │   ├── NewerFileError              415   a learned codec's file, of a newer Tintype
│   │   ├── OtherWriterError            409   a learned codec's file that another version wrote
│   │   └── ImageTooLargeError          413
│   ├── NotFoundError                   404
│   │   ├── RouteNotFoundError          404
│   │   ├── ModelNotFoundError          404
│   │   ├── JobNotFoundError            404
│   │   ├── UploadNotFoundError         404   an image by reference that the caller never uploaded
│   │   └── VersionNotFoundError        404
│   │       ├── WriterNotFoundError     404   the version that wrote a learned codec's file
│   │       └── VersionCollectedError   410   there was one, whose files are no longer kept
│   │           └── WriterCollectedError 410  likewise, the one that wrote a file
│   ├── NoUploadsError                  400   a deployment without buckets for them
│   ├── JobNotQueuedError               409   a job that cannot be cancelled any more, or not yet
│   ├── MethodNotAllowedError           405
│   ├── UnsupportedMediaTypeError       415
│   ├── UnsupportedEncodingError        415   a body compressed in another way than gzip
│   ├── NotAcceptableError              406   the model's task gives no such media type
│   ├── UploadRoutingError              400   an upload that names no model
│   ├── UploadMetadataError             400   an upload whose x-amz-meta-tintype-… cannot be read
│   ├── UploadTooLargeError             413
│   ├── UploadGoneError                 404   an upload that was deleted before it was read
│   └── UploadSupersededError           409   an upload that was overwritten before it was read
├── RegistryError                       503   the model's owner or operator can mend it
│   ├── RegistryUnavailableError        503   may pass: retried
│   ├── BrokenReleaseError              503   names a version that does not exist
│   ├── ManifestError                   503
│   │   └── FormatError                 503   a document of a newer Tintype
│   ├── CorruptFileError                503   size or SHA-256 differs
│   ├── RoutesError                     503   routes.json cannot be read, or names what is not released: retried
│   ├── GoldenSampleError               503   the model answers its golden sample wrongly
│   ├── ModelFileError                  503   the runtime cannot load the file
│   ├── SignatureError                  503   a signature that cannot be read, where signatures are verified
│   │   ├── UnsignedVersionError        503
│   │   ├── UntrustedSignatureError     503   somebody else's, or a changed one
│   │   └── AlteredVersionError         503   signed, and not what was signed
│   ├── PublishError                    400   what is to be published contradicts itself
│   ├── PolicyError                     400   policy.json cannot be read
│   ├── ReleaseError                    400   what is to be released makes no sense
│   └── ReleaseConflictError            409   somebody else released at the same time
├── StorageError                        503   what S3 said
│   ├── ObjectNotFoundError             404
│   ├── ObjectTooLargeError             413   more bytes than are read into memory
│   ├── AccessDeniedError               403   also a missing key without s3:ListBucket
│   ├── PreconditionFailedError         412   it exists, or has changed
│   ├── ConflictError                   409   another conditional write is under way: try again
│   └── StorageUnavailableError         503   no answer, throttled, or an internal error of S3
├── UploadsUnavailableError             503   what callers learn when S3 does not give an upload: retried
├── QueueError                          503   SQS refused, or did not answer
├── UploadEventError                    500   a message in the uploads' queue that is no event of S3
├── UploadBucketError                   500   news of another bucket than the upload bucket, such as the results' own
├── ShadowMessageError                  500   a message in the shadows' queue that is no call
├── BatchEventError                     500   an event of the batch function that is neither a block nor a task
├── BatchBucketError                    500   a batch whose results would be uploads
├── WebhookError                        503   who is to be told of an upload did not take it: retried
├── InferenceError                      500   the runtime failed on valid input
└── SettingsError                       500   the deployment's configuration

``str(error)`` is what a caller may read: expected, received, and how to mend it, never a bucket's name or a stack
trace. ``error.detail`` is for the logs. ``error.transient`` says that the same call may work later.
"""

from __future__ import annotations

_MOST_SHOWN = 100  # characters


def shown(value: object) -> str:
    """Return what a caller sent as a message may repeat it: printable and short, for an answer has a limit, too."""
    text = repr(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


class TintypeError(Exception):
    """The root: an answer with an HTTP status and a message for the caller."""

    status = 500
    transient = False

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail

    def described(self) -> dict[str, str | int]:
        """Return what a document says of it: ``type``, ``status`` and ``message``."""
        return {"type": type(self).__name__, "status": self.status, "message": str(self)}


class RequestError(TintypeError):
    """What the caller sent cannot be answered; sending it again unchanged will not help."""

    status = 400


class EmptyBodyError(RequestError):
    """A prediction was asked for without an image."""

    def __init__(self) -> None:
        super().__init__(
            "Expected an image or a JSON document in the body, received 0 bytes. "
            "Send the file itself, for example: curl --data-binary @image.png -H 'Content-Type: image/png'."
        )


class Base64Error(RequestError):
    """Text that should be base64 is not."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"Expected standard base64 (RFC 4648) in {where}, received text that is not: {reason}.")


class JsonError(RequestError):
    """The body is not the JSON document that its content type promises."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"Expected a JSON object in the body, received something else: {reason}. "
            "An image's raw bytes need a content type of image/*."
        )


class InstancesError(RequestError):
    """A TensorFlow Serving request without exactly one well-formed ``instances`` or ``inputs``."""

    def __init__(self, received: str) -> None:
        super().__init__(
            'Expected either "instances" (a list, one entry per image) or "inputs" (the named tensors), '
            f"received {received}."
        )


class ImagesError(RequestError):
    """A call for several images that has none, or an entry that is no image."""

    def __init__(self, received: str) -> None:
        super().__init__(
            'Expected a list "images" with entries like {"b64": "…"} or {"upload": "<key>"}, or parts with images, '
            f"received {received}."
        )


class MultipartError(RequestError):
    """A body that is not formed as its multipart type promises."""

    def __init__(self, received: str) -> None:
        super().__init__(
            f"Expected a multipart body as in RFC 7578, received {received}. "
            "Let the client write it, for example: curl -F image=@a.png -F image=@b.png."
        )


class TooManyImagesError(RequestError):
    """More images than one call may bring."""

    def __init__(self, received: int, limit: int) -> None:
        super().__init__(f"Expected at most {limit:,} images in one call, received {received:,}. Make several calls.")


class OptionError(RequestError):
    """An option has a value that it cannot have, or that is out of reach for this image."""

    def __init__(self, name: str, expected: str, received: object) -> None:
        super().__init__(f"Expected {name} to be {expected}, received {shown(received)}.")


class MaskTooDetailedError(RequestError):
    """A mask has more numbers, as JSON, than an answer holds."""

    status = 413

    def __init__(self, most: int, made: int) -> None:
        super().__init__(
            f"Expected a mask of at most {most:,} numbers, made one of {made:,}. Ask for image/png, or for polygons "
            "with a larger tolerance."
        )


class ExplanationError(RequestError):
    """The model cannot explain itself in this way, or not for this label."""

    def __init__(self, what: str, expected: str, received: object) -> None:
        super().__init__(f"Expected {what} to be {expected}; received {shown(received)}.")


class TensorError(RequestError):
    """Numbers that do not make up the tensor which the model takes."""

    def __init__(self, name: str, expected: str, received: str) -> None:
        super().__init__(f"Expected {expected} for {name!r}, received {received}.")


class BodyTooLargeError(RequestError):
    """More bytes than one call may carry."""

    status = 413

    def __init__(self, received: int, limit: int) -> None:
        super().__init__(
            f"Expected at most {limit:,} bytes in one call, received {received:,}. "
            "Make the image smaller, or upload it: POST /v1/uploads says where."
        )


class ImageError(RequestError):
    """Bytes that do not become an image."""


class NotAnImageError(ImageError):
    """The first bytes belong to no image format."""

    def __init__(self, head: bytes) -> None:
        super().__init__(
            "Expected an image (PNG, JPEG, WebP, GIF, BMP or TIFF), "
            f"received bytes that begin with {head[:8].hex(' ') or 'nothing'}."
        )


class TruncatedImageError(ImageError):
    """The file begins like an image and then ends early or is damaged."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(
            f"Expected a whole {kind} image, received one that is truncated or damaged. "
            "Check that the file opens in a viewer and was sent completely.",
            detail=reason,
        )


class UnsupportedImageError(ImageError):
    """An image, but of a format that is not decoded here."""

    status = 415

    def __init__(self, kind: str) -> None:
        super().__init__(f"Expected PNG, JPEG, WebP, GIF, BMP or TIFF, received {kind}. Convert it first.")


class NewerFileError(ImageError):
    """A learned codec's file of a format that is not known here yet."""

    status = 415

    def __init__(self, received: int, known: int) -> None:
        super().__init__(
            f"Expected a Tintype file of format {known} at most, received one of format {received}. "
            "A newer Tintype wrote it, and reads it."
        )


class OtherWriterError(ImageError):
    """A learned codec's file that is not the version's own: no other can read it."""

    status = 409

    def __init__(self, name: str, version: int, expected: str, received: str) -> None:
        super().__init__(
            f"Expected a file that version {version} of {shown(name)} wrote ({expected}), received one of another "
            f"model ({received}). Ask the model that wrote it, in the registry where it was published."
        )


class ImageTooLargeError(ImageError):
    """More pixels than the limit: a decompression bomb, or simply too large."""

    status = 413

    def __init__(self, width: int, height: int, limit: int) -> None:
        super().__init__(
            f"Expected at most {limit:,} pixels, received {width} x {height} = {width * height:,}. "
            "Scale the image down, or raise TINTYPE_MAX_PIXELS."
        )


class NotFoundError(RequestError):
    """Nothing lives at this address."""

    status = 404


class RouteNotFoundError(NotFoundError):
    """No route has this path."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"No route for {shown(path)}. Try GET /v1/models, or POST an image to /v1/models/<model>:predict."
        )


class ModelNotFoundError(NotFoundError):
    """The registry has no released model of this name."""

    def __init__(self, name: str, detail: str = "") -> None:
        super().__init__(
            f"No model {shown(name)} is released here. GET /v1/models lists what is; "
            f"`tintype train --name {shown(name)}` trains, publishes and releases one.",
            detail,
        )


class VersionNotFoundError(NotFoundError):
    """The model exists, this version of it does not."""

    def __init__(self, name: str, version: object) -> None:
        super().__init__(f"Model {shown(name)} has no version {version}. GET /v1/models lists what is served.")


class VersionCollectedError(VersionNotFoundError):
    """The version existed; its files were deleted to save space, its number stays taken."""

    status = 410

    def __init__(self, name: str, version: int, when: str) -> None:
        NotFoundError.__init__(
            self,
            f"Version {version} of {shown(name)} was collected on {shown(when)}: its files are no longer kept. "
            "GET /v1/models lists what is served.",
        )


class WriterNotFoundError(VersionNotFoundError):
    """A learned codec's file whose version is not in the registry."""

    def __init__(self, name: str, version: int) -> None:
        NotFoundError.__init__(
            self,
            f"The file was written by version {version}, which {shown(name)} does not have. Ask the model that wrote "
            "it, in the registry where it was published.",
        )


class WriterCollectedError(VersionCollectedError):
    """A learned codec's file whose version was deleted to save space."""

    def __init__(self, name: str, version: int) -> None:
        NotFoundError.__init__(
            self,
            f"The file was written by version {version} of {shown(name)}, which was collected: its files are no longer "
            "kept, and no other version can read what it wrote.",
        )


class UploadNotFoundError(NotFoundError):
    """The caller has no upload of this name."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"You have no upload {shown(key)}. POST /v1/uploads says where to put one; what others uploaded, or what "
            "is at another address, cannot be named."
        )


class JobNotFoundError(NotFoundError):
    """No job has this id."""

    def __init__(self, job: str) -> None:
        super().__init__(f"No job {shown(job)}. POST /v1/uploads makes one and says where to ask for it.")


class NoUploadsError(RequestError):
    """An upload, a job or a reference, in a deployment without buckets for them."""

    def __init__(self) -> None:
        super().__init__("Expected an image in the call: this deployment takes no uploads.")


class JobNotQueuedError(RequestError):
    """A job that is to be cancelled, and has nothing that waits to be answered."""

    status = 409

    def __init__(self, status: str) -> None:
        super().__init__(f"Expected a queued job, received one that is {status}. GET the job to see what became of it.")


class MethodNotAllowedError(RequestError):
    """The path exists, with another method."""

    status = 405

    def __init__(self, method: str, path: str, allowed: str) -> None:
        super().__init__(f"Expected {allowed} for {shown(path)}, received {shown(method)}.")
        self.allowed = allowed


class UnsupportedMediaTypeError(RequestError):
    """A body of a type that no model reads."""

    status = 415

    def __init__(self, received: str) -> None:
        super().__init__(
            "Expected a Content-Type of image/*, application/octet-stream, application/json or multipart/form-data, "
            f"received {shown(received)}."
        )


class NotAcceptableError(RequestError):
    """The caller accepts none of the media types that the model's task gives."""

    status = 406

    def __init__(self, received: str, offered: tuple[str, ...]) -> None:
        super().__init__(f"Expected an Accept header that admits {' or '.join(offered)}, received {shown(received)}.")


class UnsupportedEncodingError(RequestError):
    """A body that is encoded in a way that is not read here."""

    status = 415

    def __init__(self, received: str) -> None:
        super().__init__(f"Expected a Content-Encoding of gzip, or none, received {shown(received)}.")


class UploadRoutingError(RequestError):
    """An upload's key says no model, and there is no default."""

    def __init__(self, key: str) -> None:
        super().__init__(
            "Expected the upload's key to begin with a model's name and a slash (digits/seven.png), "
            f"received {shown(key)}. Move it, or set TINTYPE_UPLOAD_MODEL."
        )


class UploadMetadataError(RequestError):
    """An upload whose own metadata asks for something malformed."""

    def __init__(self, name: str, expected: str, received: str) -> None:
        super().__init__(f"Expected {expected} in the object's metadata {name}, received {shown(received)}.")


class UploadTooLargeError(RequestError):
    """An upload with more bytes than are read into memory."""

    status = 413

    def __init__(self, received: int, limit: int) -> None:
        super().__init__(
            f"Expected an upload of at most {limit:,} bytes, received {received:,}. "
            "Make the image smaller, or raise TINTYPE_MAX_UPLOAD_BYTES."
        )


class UploadGoneError(RequestError):
    """The object was deleted before it was read."""

    status = 404

    def __init__(self) -> None:
        super().__init__(
            "Expected the uploaded object, found nothing: it was deleted before it was read. Upload again."
        )


class UploadSupersededError(RequestError):
    """In a bucket without versions the object was overwritten before it was read."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            "Expected the object that was uploaded, found another under its key: it was overwritten before it was read."
            " What is there now has an answer of its own. Turn on the bucket's versioning to have an answer to each."
        )


class RegistryError(TintypeError):
    """The caller did everything right, but the model cannot be served."""

    status = 503


class RegistryUnavailableError(RegistryError):
    """The registry did not answer and nothing has been loaded before."""

    transient = True

    def __init__(self, detail: str) -> None:
        super().__init__("The model registry cannot be reached at the moment. Try again in a few seconds.", detail)


class BrokenReleaseError(RegistryError):
    """A release names a version that was never published."""

    def __init__(self, name: str, version: int) -> None:
        super().__init__(
            f"Model {name!r} is released as version {version}, which does not exist in the registry. "
            "Its owner has to release a version that does."
        )


class ManifestError(RegistryError):
    """A manifest or release document that does not say what it must."""

    def __init__(self, what: str, expected: str, received: str) -> None:
        super().__init__(
            f"The registry's {what} cannot be read: expected {expected}, received {received}. Publish the model again."
        )


class FormatError(ManifestError):
    """A document of the registry that a newer Tintype wrote."""

    def __init__(self, what: str, newest: int, received: object) -> None:
        RegistryError.__init__(
            self,
            f"The registry's {what} is of another format than this Tintype reads: expected {newest} or older, "
            f"received {shown(received)}. Deploy and install the Tintype that wrote it, or a newer one.",
        )


class RoutesError(RegistryError):
    """The routing document of uploads is malformed, or routes to what is not released."""

    def __init__(self, expected: str, received: str) -> None:
        super().__init__(
            f"The registry's routes.json cannot be followed: expected {expected}, received {received}. "
            "Mend it; uploads are tried again meanwhile."
        )


class CorruptFileError(RegistryError):
    """A file in the registry is not the one that was published."""

    def __init__(self, what: str, expected: str, received: str, detail: str = "") -> None:
        super().__init__(
            f"{what} differs from what was published: expected {expected}, received {received}. "
            "Publish the model again.",
            detail,
        )


class GoldenSampleError(RegistryError):
    """The loaded model does not reproduce the answer that was recorded when it was published."""

    def __init__(self, name: str, version: int, difference: float, tolerance: float) -> None:
        super().__init__(
            f"Version {version} of {name!r} answers its golden sample wrongly: expected a difference of at most "
            f"{tolerance:g}, received {difference:g}. Publish the model again."
        )


class ModelFileError(RegistryError):
    """The runtime cannot make a model of this file."""

    def __init__(self, runtime: str, reason: str) -> None:
        super().__init__(
            f"The {runtime} runtime cannot load the model file. Convert and publish the model again.", detail=reason
        )


class SignatureError(RegistryError):
    """A version whose signature does not let it be served here."""

    def __init__(self, name: str, version: int, expected: str, received: str, mend: str = "Publish it again.") -> None:
        super().__init__(f"Version {version} of {name!r} is refused: expected {expected}, received {received}. {mend}")


class UnsignedVersionError(SignatureError):
    """A version without a signature."""

    def __init__(self, name: str, version: int) -> None:
        mend = f"Its owner signs it by `tintype sign {name}@{version} --key KEY`."
        super().__init__(name, version, "a signature", "none", mend)


class UntrustedSignatureError(SignatureError):
    """A signature that none of the trusted keys made."""

    def __init__(self, name: str, version: int, keys: int) -> None:
        expected = f"a signature by {'the trusted key' if keys == 1 else f'one of {keys} trusted keys'}"
        mend = "Publish and sign it again by a trusted key, or add its key to TINTYPE_TRUSTED_KEYS."
        super().__init__(name, version, expected, "one by nobody who is trusted", mend)


class AlteredVersionError(SignatureError):
    """A good signature, of something else."""


class PublishError(RegistryError):
    """A version that must not be published."""

    status = 400


class PolicyError(RegistryError):
    """The document of what a new version has to fulfil is malformed."""

    status = 400

    def __init__(self, expected: str, received: str) -> None:
        super().__init__(f"Expected {expected} in policy.json, received {received}. Mend it in the registry's bucket.")


class ReleaseError(RegistryError):
    """A release that must not be made."""

    status = 400


class ReleaseConflictError(RegistryError):
    """Somebody else kept releasing at the same time."""

    status = 409
    transient = True

    def __init__(self, name: str) -> None:
        super().__init__(f"Another release of {name!r} was written at the same time. Look at it, then try again.")


class StorageError(TintypeError):
    """S3 refused, or did not answer. The message may name keys: it is for owners and logs, not for callers."""

    status = 503


class ObjectNotFoundError(StorageError):
    """There is no object with this key."""

    status = 404


class ObjectTooLargeError(StorageError):
    """An object with more bytes than were asked for; ``size`` is how many it has."""

    status = 413

    def __init__(self, key: str, size: int, most: int) -> None:
        super().__init__(f"Expected at most {most:,} bytes of {key}, which has {size:,}.")
        self.size = size


class AccessDeniedError(StorageError):
    """S3 answered 403: no permission, or a missing key asked for without s3:ListBucket."""

    status = 403


class PreconditionFailedError(StorageError):
    """S3 answered 412: the object exists already, or is no longer the one expected."""

    status = 412


class ConflictError(StorageError):
    """S3 answered 409: another conditional write to the key is under way."""

    status = 409
    transient = True


class StorageUnavailableError(StorageError):
    """No connection, a timeout, throttling, or an internal error, also after retries."""

    transient = True


class AnswerTooLargeError(RequestError):
    """The answer has more bytes than a function may return."""

    status = 413

    def __init__(self, made: int, limit: int) -> None:
        super().__init__(
            f"Expected an answer of at most {limit:,} bytes, made one of {made:,}. Send fewer images in one call."
        )


class UploadsUnavailableError(TintypeError):
    """S3 did not give the upload that a call names."""

    status = 503
    transient = True

    def __init__(self, detail: str) -> None:
        super().__init__("The uploads cannot be reached at the moment. Try again in a few seconds.", detail)


class QueueError(TintypeError):
    """SQS refused a call, or did not answer. The message is for logs, not for callers."""

    status = 503

    def __init__(self, action: str, detail: str) -> None:
        super().__init__(f"SQS did not take {action}.", detail)


class UploadEventError(TintypeError):
    """A message in the queue of uploads that is no event of S3."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            "Expected EventBridge's event or S3's notification of a new object, received something else. Find out who "
            "sends to the queue of uploads.",
            detail,
        )


class UploadBucketError(TintypeError):
    """A message tells of an object in another bucket than the one whose uploads are answered."""

    def __init__(self, expected: str, received: str) -> None:
        super().__init__(
            "Expected news of the upload bucket, received news of another one. Let its notifications go elsewhere: "
            "where results are written, answers to them would never end.",
            f"expected {expected}, received {received}",
        )


class ShadowMessageError(TintypeError):
    """A message in the queue of shadowed calls that is none."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            "Expected a call that a function of this version handed to its shadow, received something else. Find out "
            "who else sends to that queue.",
            detail,
        )


class BatchEventError(TintypeError):
    """An event of the batch function that cannot be read."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            "Expected a block of a Distributed Map, the end of its run, or tasks of S3 Batch Operations, received "
            f"something else ({detail}). A manifest needs a key in each row; compare it with events/batch_*.json.",
            detail,
        )


class BatchBucketError(TintypeError):
    """A batch whose results go to the upload bucket."""

    def __init__(self, received: str) -> None:
        super().__init__(
            "Expected another bucket than that of uploads for a batch's results, received the upload bucket: each "
            "result would be an upload. Name the result bucket.",
            f"received {received}",
        )


class WebhookError(TintypeError):
    """The receiver that is to be told of an upload's answer did not take it."""

    status = 503
    transient = True

    def __init__(self, detail: str) -> None:
        super().__init__(
            "Expected the webhook's receiver to answer 2xx. The upload is answered; the message is sent again.", detail
        )


class InferenceError(TintypeError):
    """The runtime failed although the input fits the model."""

    def __init__(self, reason: str) -> None:
        super().__init__("The model failed on this input. The request's id finds the cause in the logs.", reason)


class SettingsError(TintypeError):
    """A variable of the deployment is missing or malformed."""

    def __init__(self, variable: str, expected: str, received: str) -> None:
        super().__init__(
            "This deployment is not configured completely. The logs say which variable is wrong.",
            f"{variable}: expected {expected}, received {received}",
        )
