using System.Security.Cryptography;

namespace MeetingCloud.AppHost;

/// <summary>
/// Keys for a run on one machine: made once, kept in the data folder where only their owner may read them. The
/// configuration has precedence: <c>Parameters__admin_api_key</c>, <c>Parameters__api_key</c> and <c>Parameters__webdav_password</c> in the
/// environment.
/// </summary>
internal static class GeneratedKeys
{
    private const string AdminKey = "admin-api-key";
    private const string NodeKey = "api-key";
    private const string WebDavPassword = "webdav-password";
    private const int Bytes = 32;

    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Puts the keys where the parameters look for them, and tells the admin key, for somebody has to type it.</summary>
    public static async Task ProvideAsync(IDistributedApplicationBuilder builder, DataFolder data, TextWriter output)
    {
        if (!builder.ExecutionContext.IsRunMode)
        {
            return;
        }

        if (await TryProvideAsync(builder, Path.Combine(data.Keys, AdminKey)))
        {
            await output.WriteLineAsync($"Admin key: {builder.Configuration[Setting(AdminKey)]} (kept in {Path.Combine(data.Keys, AdminKey)})");
        }

        await TryProvideAsync(builder, Path.Combine(data.Keys, NodeKey));
        await TryProvideAsync(builder, Path.Combine(data.Keys, WebDavPassword));
    }

    /// <summary>The key in the file, which is made, with a new key, when it is not there.</summary>
    /// <exception cref="InvalidDataException">The file is empty.</exception>
    internal static async Task<string> ReadOrMakeAsync(string file)
    {
        MakeFolder(Path.GetDirectoryName(file)!);
        await using (await LockAsync(file + ".lock"))
        {
            if (!File.Exists(file))
            {
                await MakeAsync(file);
            }
        }

        var key = (await File.ReadAllTextAsync(file)).Trim();
        return key.Length > 0 ? key : throw new InvalidDataException($"{file} is empty. Delete it, and a new key is made.");
    }

    /// <summary>Whether the key comes from the file, which is named as the parameter, and not from elsewhere.</summary>
    private static async Task<bool> TryProvideAsync(IDistributedApplicationBuilder builder, string file)
    {
        var setting = Setting(Path.GetFileName(file));
        if (!string.IsNullOrEmpty(builder.Configuration[setting]) || !string.IsNullOrEmpty(builder.Configuration[setting.Replace('-', '_')]))
        {
            return false;
        }

        builder.Configuration[setting] = await ReadOrMakeAsync(file);
        return true;
    }

    private static string Setting(string name) => $"Parameters:{name}";

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Keeps a second AppHost on the same folder from making a key of its own.</summary>
    private static async Task<FileStream> LockAsync(string file)
    {
        using var patience = new CancellationTokenSource(LockTimeout);
        while (true)
        {
            try
            {
                return new FileStream(file, OwnersOnly(FileMode.OpenOrCreate));
            }
            catch (IOException) when (File.Exists(file) && !patience.IsCancellationRequested)
            {
                await Task.Delay(LockPause);
            }
        }
    }

    /// <summary>Writes a new key: whole, or not at all.</summary>
    private static async Task MakeAsync(string file)
    {
        var draft = file + ".new";
        await using (var writer = new StreamWriter(draft, OwnersOnly(FileMode.Create)))
        {
            await writer.WriteLineAsync(RandomNumberGenerator.GetHexString(Bytes * 2, lowercase: true));
        }

        File.Move(draft, file);
    }

    private static FileStreamOptions OwnersOnly(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
