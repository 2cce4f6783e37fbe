# 删去程序和开始菜单里的一项；工作目录（评议文件夹）一个字节也不动。
$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = [System.Text.Encoding]::UTF8
if (Get-Process -Name 'pingyi' -ErrorAction SilentlyContinue) {
    Write-Host '评议正在运行；请先关闭它的窗口，再双击一次' -ForegroundColor Red
    exit 1
}
$environment = Join-Path (Join-Path $env:LOCALAPPDATA 'pingyi') 'env'
if (Test-Path $environment) { Remove-Item -Recurse -Force $environment }
$link = Join-Path ([Environment]::GetFolderPath('Programs')) '评议.lnk'
if (Test-Path $link) { Remove-Item $link }
Write-Host '已卸载；“评议”文件夹里的工作目录都还在。'
