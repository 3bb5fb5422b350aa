using MeetingCloud.Contracts;
using MeetingCloud.Storage.Blobs;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace MeetingCloud.Node.Registration;

/// <summary>Who and where this node is.</summary>
internal sealed class NodeIdentity(NodeOptions options, IServer server)
{
    private const string FileName = "node-id";
    private string? _id;

    /// <summary>Known once <see cref="LoadAsync"/> has run.</summary>
    public string Id => _id ?? throw new InvalidOperationException("The node's id is not loaded yet.");

    public string Ip => options.Ip;

    /// <summary>The port that is told to others; 0 while the node does not listen yet and none is set.</summary>
    public int Port => options.Port is > 0 and var port
        ? port
        : server.Features.Get<IServerAddressesFeature>()?.Addresses.Select(address => BindingAddress.Parse(address).Port).FirstOrDefault() ?? 0;

    /// <summary>The networks of its site, as text.</summary>
    public IReadOnlyList<string> Networks => options.Networks.Names;

    public string? PublicUrl => options.PublicUrl?.AbsoluteUri.TrimEnd('/');

    /// <summary>
    /// Takes the id from the settings, or from the storage folder, or makes one and keeps it there: a node that restarts is the same
    /// node.
    /// </summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        _id = options.Id ?? await ReadAsync(cancellationToken);
        if (_id is null)
        {
            var id = Ids.New();
            await DurableFile.WriteAsync(Path.Combine(options.StoragePath, FileName), System.Text.Encoding.ASCII.GetBytes(id), cancellationToken);
            _id = id;
        }
    }

    private async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(options.StoragePath, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        var id = (await File.ReadAllTextAsync(path, cancellationToken)).Trim();
        return Ids.IsValid(id) ? id : null;
    }
}
