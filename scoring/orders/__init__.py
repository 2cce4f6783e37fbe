"""The hotline's single work orders: an export's rows to orders, in time or not, summed up as 附件2 counts them."""
