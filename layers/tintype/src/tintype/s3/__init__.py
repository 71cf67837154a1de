"""As much of S3 as a registry needs, over a socket: boto3 takes longer to import than the whole way to an answer.

GET (conditional, ranges), conditional PUT, HEAD, DELETE and LIST, signed with Signature Version 4, retried as AWS's
own clients do in their "standard" mode.
"""

from tintype.s3.bucket import Bucket, Object
from tintype.s3.credentials import Credentials

__all__ = ["Bucket", "Credentials", "Object"]
