@echo off
rem ASCII only: cmd reads this file in the system's own code page
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0install.ps1"
pause
