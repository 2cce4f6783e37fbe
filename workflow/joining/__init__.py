"""Work of many places put together: stations' bundles, a region's districts."""
