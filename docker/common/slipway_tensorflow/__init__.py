"""The TensorFlow image: scripts of versions 1 and 2, the functions of the legacy mode, and serving of SavedModels."""
