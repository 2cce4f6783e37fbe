"""What people look at: crops in their places, figures behind a verdict, refused pages."""
