"""What people decide: doubtful rows, pairs, handwritten scores, opinions; as workbooks and on the page."""
