using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

// Copies an embedded resource out of an assembly without loading it: the assembly may be built for another platform.
// Usage: BlazorScript <assembly> <resource> <destination>
if (args is not [var assembly, var name, var destination])
{
    await Console.Error.WriteLineAsync("Usage: BlazorScript <assembly> <resource> <destination>");
    return 64;
}

await using var file = File.OpenRead(assembly);
using var image = new PEReader(file);
var metadata = image.GetMetadataReader();
foreach (var handle in metadata.ManifestResources)
{
    var resource = metadata.GetManifestResource(handle);
    if (!metadata.StringComparer.Equals(resource.Name, name))
    {
        continue;
    }

    // ECMA-335, II.24.2.4: each resource is its length, four bytes, and then its bytes.
    var table = image.PEHeaders.CorHeader!.ResourcesDirectory;
    var start = (int)resource.Offset;
    var reader = image.GetSectionData(table.RelativeVirtualAddress).GetReader(start, table.Size - start);
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(destination))!);
    await File.WriteAllBytesAsync(destination, reader.ReadBytes(reader.ReadInt32()));
    return 0;
}

await Console.Error.WriteLineAsync($"{assembly} has no resource '{name}'.");
return 1;
