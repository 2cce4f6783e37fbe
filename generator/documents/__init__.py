"""What is published or sent: plan, notice, annexes, letters, the result workbook."""
