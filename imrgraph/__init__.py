"""imrgraph: California Independent Medical Review letters as a graph."""

__version__ = "0.1.0"
