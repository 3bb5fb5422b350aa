using System.Security.Cryptography;

namespace MeetingCloud.AppHost;

/// <summary>
/// Keys for a run on one machine: made once, kept in the data folder where only their owner may read them. The
/// configuration has precedence: <c>Parameters__admin_api_key</c> and <c>Parameters__api_key</c> in the environment.
/// </summary>
internal static class GeneratedKeys
{
    private const string AdminKey = "admin-api-key";
    private const string NodeKey = "api-key";
    private const int Bytes = 32;

    /// <summary>Puts the keys where the parameters look for them, and tells the admin key, for somebody has to type it.</summary>
    public static void Provide(IDistributedApplicationBuilder builder, DataFolder data, TextWriter output)
    {
        if (!builder.ExecutionContext.IsRunMode)
        {
            return;
        }

        if (TryProvide(builder, data, AdminKey, out var file))
        {
            output.WriteLine($"Admin key: {builder.Configuration[Setting(AdminKey)]} (kept in {file})");
        }

        TryProvide(builder, data, NodeKey, out _);
    }

    /// <summary>The key in the file, which is made, with a new key, when it is not there.</summary>
    internal static string ReadOrMake(string file)
    {
        if (!File.Exists(file))
        {
            Make(file);
        }

        var key = File.ReadAllText(file).Trim();
        return key.Length > 0 ? key : throw new InvalidDataException($"{file} is empty. Delete it, and a new key is made.");
    }

    private static bool TryProvide(IDistributedApplicationBuilder builder, DataFolder data, string name, out string file)
    {
        file = Path.Combine(data.Keys, name);
        var setting = Setting(name);
        if (!string.IsNullOrEmpty(builder.Configuration[setting]) || !string.IsNullOrEmpty(builder.Configuration[setting.Replace('-', '_')]))
        {
            return false;
        }

        builder.Configuration[setting] = ReadOrMake(file);
        return true;
    }

    private static string Setting(string name) => $"Parameters:{name}";

    private static void Make(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Whole or not at all, and the first of two AppHosts wins.
        var draft = $"{file}.{Guid.NewGuid():N}";
        using (var writer = new StreamWriter(draft, options))
        {
            writer.WriteLine(RandomNumberGenerator.GetHexString(Bytes * 2, lowercase: true));
        }

        try
        {
            File.Move(draft, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(draft);
        }
    }
}
