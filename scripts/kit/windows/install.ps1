# 评议 @VERSION@：只为当前用户安装，不要管理员权限，不上网。
$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = [System.Text.Encoding]::UTF8
$here = $PSScriptRoot
$root = Join-Path $env:LOCALAPPDATA 'pingyi'
$versions = @('3.12', '3.13', '3.11')

function Find-Python {
    foreach ($version in $versions) {
        foreach ($hive in @('HKCU:', 'HKLM:')) {
            $key = "$hive\Software\Python\PythonCore\$version\InstallPath"
            if (Test-Path $key) {
                $folder = (Get-Item $key).GetValue('')
                $program = if ($folder) { Join-Path $folder 'python.exe' } else { '' }
                if ($program -and (Test-Path $program)) { return @($version, $program) }
            }
        }
    }
    return $null
}

function Install-Python {
    $setup = Get-ChildItem -Path $here -Filter 'python-3.1*-amd64.exe' | Where-Object { $_.Name -match '^python-3\.1[123]\.' } | Select-Object -First 1
    if (-not $setup) { return }
    $signature = Get-AuthenticodeSignature $setup.FullName
    if ($signature.Status -ne 'Valid' -or $signature.SignerCertificate.Subject -notmatch 'Python Software Foundation') {
        throw "$($setup.Name) 不是 Python 官方签名的安装程序，没有运行；请从 python.org 重新下载"
    }
    Write-Host "正在安装 $($setup.Name)（只为当前用户）……"
    Start-Process -FilePath $setup.FullName -ArgumentList '/quiet InstallAllUsers=0 Include_launcher=0 Include_test=0 PrependPath=0 Shortcuts=0' -Wait
}

function Invoke-Uv {
    & (Join-Path $here 'uv.exe') @args
    if ($LASTEXITCODE -ne 0) { throw "uv $($args[0]) 没有成功（退出码 $LASTEXITCODE）；请把上面的文字拍照发给技术人员" }
}

try {
    if (-not [Environment]::Is64BitOperatingSystem) { throw '这台电脑是 32 位系统，装不了；请换一台 64 位的电脑' }
    $found = Find-Python
    if (-not $found) { Install-Python; $found = Find-Python }
    if (-not $found) { throw '没有找到 Python 3.11、3.12 或 3.13；请把官方安装程序（如 python-3.12.10-amd64.exe）放在本文件夹里，再双击一次' }
    $version, $python = $found
    $running = Get-Process -Name 'pingyi' -ErrorAction SilentlyContinue
    if ($running) { throw '评议正在运行；请先关闭它的窗口，再双击一次' }
    Write-Host "正在安装评议 @VERSION@（Python $version）……"
    $environment = Join-Path $root 'env'
    Invoke-Uv venv --quiet --offline --no-python-downloads --clear --python $python $environment
    $wheels = Join-Path $here 'wheels'
    $options = @('--quiet', '--offline', '--no-index', '--no-deps', '--find-links', $wheels, '--python', (Join-Path $environment 'Scripts\python.exe'))
    Invoke-Uv pip install @options --require-hashes -r (Join-Path $here "requirements-$version.txt")
    Invoke-Uv pip install @options 'pingyi==@VERSION@'
    $program = Join-Path $environment 'Scripts\pingyi.exe'
    $shell = New-Object -ComObject WScript.Shell
    $link = $shell.CreateShortcut((Join-Path ([Environment]::GetFolderPath('Programs')) '评议.lnk'))
    $link.TargetPath = $program
    $link.Arguments = 'start'
    $link.WorkingDirectory = [Environment]::GetFolderPath('UserProfile')
    $link.Description = '评议评价：印表、读票、计票、计分、通报'
    $link.Save()
    Write-Host '已装好：开始菜单里的“评议”。下面检查本机（其中“读票”要为本机编译，约一两分钟）：'
    & $program doctor
    Write-Host '标“不行”的，照“→”后面的话办；办好后双击“双击检查.bat”再看一遍。'
} catch {
    Write-Host "没有装成：$($_.Exception.Message)" -ForegroundColor Red
    exit 1
}
