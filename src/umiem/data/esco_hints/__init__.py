"""Our own Polish labels for skills of ESCO outside the starter set, as job offers word them."""
