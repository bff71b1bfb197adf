"""What all views share: site, actor, transaction, CSRF, headers, assets, errors."""
