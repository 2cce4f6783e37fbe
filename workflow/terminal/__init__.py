"""What commands say, in lines that fit 80 columns."""
