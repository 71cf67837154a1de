"""The same image in fewer bytes, by the formats that every browser reads; no model is asked."""

from tintype.compressing.compression import Compressed, compress
from tintype.compressing.wishes import Wishes

__all__ = ["Compressed", "Wishes", "compress"]
