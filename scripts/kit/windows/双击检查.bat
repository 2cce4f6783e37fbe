@echo off
"%LOCALAPPDATA%\pingyi\env\Scripts\pingyi.exe" doctor
pause
