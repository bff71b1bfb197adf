"""The public contract as a document: what programs may send and what they get, in the words of OpenAPI 3.1."""
