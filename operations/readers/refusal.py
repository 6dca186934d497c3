class ManifestRefused(Exception):
    """A cargo list that is not taken; nothing was written. `reason` is a sentence for a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
