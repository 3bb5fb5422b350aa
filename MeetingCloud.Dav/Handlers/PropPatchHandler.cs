using System.Xml.Linq;
using MeetingCloud.Dav.Http;
using MeetingCloud.Dav.Locks;
using MeetingCloud.Dav.Properties;
using MeetingCloud.Dav.Store;
using MeetingCloud.Dav.Xml;

namespace MeetingCloud.Dav.Handlers;

/// <summary>PROPPATCH: sets and removes properties, all of them or none (RFC 4918, section 9.2).</summary>
internal sealed class PropPatchHandler(IDavStore store, WriteGuard guard, WriteGate gate, PropertyFiles properties) : IDavHandler
{
    public IReadOnlyList<string> Methods { get; } = [Handlers.Methods.PropPatch];

    public async Task HandleAsync(HttpContext context, DavPath path)
    {
        var updates = PropertyUpdate.Parse(await XmlBody.RequireAsync(context, "propertyupdate"));
        if (updates.Count == 0)
        {
            throw new DavException(StatusCodes.Status400BadRequest, "The body sets and removes nothing.");
        }

        var refused = updates.Select(static update => update.Property.Name).Where(LiveProperties.IsProtected).ToHashSet();
        DavResource? resource;
        using (await gate.EnterAsync(context.RequestAborted))
        {
            resource = store.Find(path);
            var submitted = guard.CheckConditions(context.Request, path, resource);
            if (resource is null)
            {
                throw new DavException(StatusCodes.Status404NotFound, "There is nothing at this address.");
            }

            guard.RequireResource(submitted, path);
            if (refused.Count == 0)
            {
                await properties.WriteAsync(resource, Apply(PropertyFiles.Read(resource), updates));
            }
        }

        await using var answer = new MultistatusWriter(context);
        answer.Xml.WriteDavStart("response");
        answer.Xml.WriteDavText("href", resource.Href);
        var names = updates.Select(static update => update.Property.Name).Distinct().ToList();
        if (refused.Count == 0)
        {
            Write(answer, names, StatusCodes.Status200OK);
        }
        else
        {
            Write(answer, [.. refused], StatusCodes.Status403Forbidden, "cannot-modify-protected-property");
            Write(answer, [.. names.Except(refused)], StatusCodes.Status424FailedDependency);
        }

        answer.Xml.WriteEndElement();
        await answer.CompleteAsync();
    }

    private static List<XElement> Apply(IReadOnlyList<XElement> before, IReadOnlyList<PropertyUpdate> updates)
    {
        var after = before.ToList();
        foreach (var update in updates)
        {
            // Removing what is not there is no error.
            after.RemoveAll(property => property.Name == update.Property.Name);
            if (!update.IsRemoval)
            {
                after.Add(update.Property);
            }
        }

        return after;
    }

    private static void Write(MultistatusWriter answer, List<XName> names, int status, string? condition = null)
    {
        if (names.Count == 0)
        {
            return;
        }

        answer.Xml.WriteDavStart("propstat");
        answer.Xml.WriteDavStart("prop");
        foreach (var name in names)
        {
            answer.Xml.WriteStartElement(name.LocalName, name.NamespaceName);
            answer.Xml.WriteEndElement();
        }

        answer.Xml.WriteEndElement();
        answer.Xml.WriteStatus(status);
        if (condition is not null)
        {
            answer.Xml.WriteDavStart("error");
            answer.Xml.WriteDavEmpty(condition);
            answer.Xml.WriteEndElement();
        }

        answer.Xml.WriteEndElement();
    }
}
