"""Static files under hashed names, also for the modules that JavaScript imports."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Files whose name changes with their content, so that a cache may keep them for ever."""

    # Rewrites ``import … from './x.js'`` to the hashed name; without it a new deploy would run
    # half old and half new modules.
    support_js_module_import_aggregation = True
