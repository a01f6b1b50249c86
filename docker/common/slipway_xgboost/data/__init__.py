"""Readers of the data formats, for training files and for inference payloads."""
