"""Where /opt/pingyi/bin/pingyi begins; processes it starts import this file again."""

from pingyi.cli import main

if __name__ == "__main__":
    main()
