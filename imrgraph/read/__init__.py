"""Files become letters: text, PDF, archives and tables, decoded, with the text that positions count."""

from imrgraph.read.sources import Located, Reader, files_of, holds_one, number_of, read, read_located
from imrgraph.read.text import ReadFailure

__all__ = ["Located", "ReadFailure", "Reader", "files_of", "holds_one", "number_of", "read", "read_located"]
