using System.Runtime.Versioning;
using Aspire.Hosting.Testing;
using MeetingCloud.AppHost;

namespace MeetingCloud.Tests.AppHost;

[Collection(AppHostGroup.Name)]
public sealed class GeneratedKeysTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    [Fact]
    public async Task Keys_AreTheSame_WhenTheAppHostStartsAgain()
    {
        var first = await KeysAsync();
        var second = await KeysAsync();

        Assert.Equal(first, second);
        Assert.NotEqual(first.Admin, first.Node);
        Assert.Equal(64, first.Admin!.Length);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task KeyFiles_AreReadableByTheirOwnerAlone_WhenMade()
    {
        await KeysAsync();

        foreach (var name in new[] { "admin-api-key", "api-key", "webdav-password" })
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_data.Path, "keys", name)));
        }
    }

    [Fact]
    public async Task AdminKeyAlone_IsTold_WhenKeysAreMade()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.MeetingCloud_AppHost>(["--data", _data.Path]);
        foreach (var name in new[] { "admin-api-key", "api-key", "webdav-password" })
        {
            builder.Configuration[$"Parameters:{name}"] = null;
        }

        await using var output = new StringWriter();
        await GeneratedKeys.ProvideAsync(builder, new DataFolder(_data.Path), output);

        Assert.Contains(builder.Configuration["Parameters:admin-api-key"]!, output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(builder.Configuration["Parameters:api-key"]!, output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(builder.Configuration["Parameters:webdav-password"]!, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configuration_HasPrecedence_WhenItGivesAKey()
    {
        var keys = await KeysAsync("--Parameters:admin_api_key=mine");

        Assert.Null(keys.Admin);
        Assert.False(File.Exists(Path.Combine(_data.Path, "keys", "admin-api-key")));
        Assert.NotNull(keys.Node);
    }

    [Fact]
    public async Task Key_IsOne_WhenManyAppHostsMakeItAtOnce()
    {
        var file = Path.Combine(_data.Path, "keys", "api-key");

        var keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => GeneratedKeys.ReadOrMakeAsync(file))));

        Assert.Single(keys.Distinct());
        Assert.Equal(keys[0], (await File.ReadAllTextAsync(file)).Trim());
    }

    [Fact]
    public async Task Key_IsRefused_WhenItsFileIsEmpty()
    {
        var file = Path.Combine(_data.Path, "api-key");
        await File.WriteAllTextAsync(file, "\n");

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => GeneratedKeys.ReadOrMakeAsync(file));

        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _data.Dispose();

    /// <summary>What the parameters find when the AppHost is run up to its Build.</summary>
    private async Task<(string? Admin, string? Node)> KeysAsync(params string[] arguments)
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.MeetingCloud_AppHost>(
            ["--data", _data.Path, .. arguments]);
        return (builder.Configuration["Parameters:admin-api-key"], builder.Configuration["Parameters:api-key"]);
    }
}
