"""Tables as people make them and as they get spoilt, held against what their makers meant."""
